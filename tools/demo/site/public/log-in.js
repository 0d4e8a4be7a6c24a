// A link in a mail names its task in the fragment; it goes along through the log-in.
document.querySelector('form').action += location.hash;
