"""``entente patterns``: do the patterns of the field come out of the rules?"""
