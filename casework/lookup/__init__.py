"""What a person does with a case number or access code, and a PIN: hear its status and messages, take a report back."""
