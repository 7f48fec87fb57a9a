# wants: nothing: three answers are wrong, one is right
