"""Keep the town's register of designs and the licences on them."""
