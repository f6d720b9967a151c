"""Single faults put into sound files: does the validator find each, at the right line?"""
