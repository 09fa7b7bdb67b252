"""What Official Account, WeCom, 微信客服 and smart bot have in common: signatures, envelopes, tokens, quotas."""
