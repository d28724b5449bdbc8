"""Signing in by the agency's own identity provider: OpenID Connect, the authorization code with PKCE."""
