"""A bucket of an object store: where what one machine keeps outlives the machine. The only room that knows the store's library.

S3 and what speaks like it (s3://bucket/prefix), Google's (gs://) and Azure's (az://). Who may enter, and where the service is, stand in
the vendor's own variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL ...); plain http only with AWS_ALLOW_HTTP=true.
"""
