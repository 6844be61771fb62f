"""Two states of one page made into one, by the state that both began from. Pure: texts, as forms have them."""
