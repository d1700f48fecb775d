"""Documents as files: from the core's neutral document to Word, HTML and PDF."""
