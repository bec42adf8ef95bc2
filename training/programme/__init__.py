"""The desk of the CSO: for now, the settings of the organisation."""
