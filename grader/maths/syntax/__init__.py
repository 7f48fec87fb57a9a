"""Readers and writers of formulas: text to trees and back."""
