"""The parts a screen is made of; each knows its own data and nothing of its neighbours."""
