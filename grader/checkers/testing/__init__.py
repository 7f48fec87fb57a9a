"""Tests in code, as staff wrote them for other graders: taken apart where that can be done."""
