"""What speaks WebDriver BiDi with Playwright for browsers that it does not know as distributions carry them."""
