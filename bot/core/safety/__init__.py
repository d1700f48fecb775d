"""What is noticed before anything is kept: distress, danger, disrepair, complaints, private details."""
