"""Who works here: roster, departments, sites, sign-in and grants."""
