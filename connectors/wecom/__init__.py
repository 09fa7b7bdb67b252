"""WeCom (企业微信) for staff: an application that members write to, and the robot of a group, which only speaks."""
