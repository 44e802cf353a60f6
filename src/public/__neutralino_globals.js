// The Neutralino core answers this address itself, with its port and token. Everywhere else there is nothing to say.
