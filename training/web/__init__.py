"""The door of the web: routes with permissions, forms, errors, headers, assets."""
