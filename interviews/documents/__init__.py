"""The neutral document and the world's formats. Pure: knows neither Django nor the database."""
