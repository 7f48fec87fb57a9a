"""Arrays: conversion, comparison, drawing, sampling statistics. Pure; nothing here knows a rubric or a student."""
