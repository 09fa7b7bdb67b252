"""WeChat customer service (微信客服), one to one with residents; imported only where it is configured."""
