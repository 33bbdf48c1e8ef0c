"""Pictures of every card: wide and on a phone, dark and light, in every language.

`make screens` visits the playground in Chromium as a member would, takes the pictures that
`build/screens/index.html` lays side by side, and renews those in docs/screens/ and the animation
in the README. It acts through the page object of the browser tests.
"""
