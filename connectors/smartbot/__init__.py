"""A smart bot (智能机器人) of WeCom: staff call it in their internal groups, or write to it alone."""
