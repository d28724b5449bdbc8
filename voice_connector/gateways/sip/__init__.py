"""EXPERIMENTAL: SIP calls without a PBX, by the optional baresip-python, so that a newcomer points a softphone at this machine."""
