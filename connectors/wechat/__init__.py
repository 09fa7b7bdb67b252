"""The WeChat Official Account (公众号); imported only where it is configured."""
