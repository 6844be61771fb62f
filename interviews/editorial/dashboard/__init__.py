"""The editors' panels of the start page, a file each; `offered` puts them there."""
