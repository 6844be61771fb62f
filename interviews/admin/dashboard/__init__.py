"""What the start page of the desk shows. `panels` is the list that each room adds its own to, `imports` one of them."""
