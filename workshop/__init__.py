"""The learner's companion: derives the workbook from the finished chapters, watches it, and says where the learner stands."""
