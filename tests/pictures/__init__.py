"""Pictures and figures of the product, made from real conversations: `make pictures`."""
