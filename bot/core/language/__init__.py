"""The parts of English that reading needs: words and their slips, dates, numbers, private details, choices."""
