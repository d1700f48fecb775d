"""Documents as files: from the core's neutral document to Word, HTML and PDF."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The content type of a Word file; here, so that who names it need not load the writer."""
