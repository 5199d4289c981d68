package dev.gatehouse.core.policy;

/** {@code *} matches any run of characters, {@code ?} exactly one; everything else itself. Bounded: at most text × pattern steps, no recursion. */
public record Glob(String pattern) {
    public static final int PATTERN_CHARS_MAX = 256;

    public Glob {
        if (pattern.isEmpty() || pattern.length() > PATTERN_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "glob of " + pattern.length() + " characters (expected: 1-" + PATTERN_CHARS_MAX + ")");
        }
    }

    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = begin(p, text, t);
                t = resume;
            } else if (p < pattern.length() && matchesOne(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                resume = begin(p, text, resume + 1);
                t = resume;
            } else {
                return false;
            }
        }
        return onlyStarsFrom(p);
    }

    /** The next place where what follows a star can begin; the end of the text when it cannot. */
    private int begin(int p, String text, int from) {
        if (p == pattern.length()) {
            return text.length();
        }
        char first = pattern.charAt(p);
        int found = first == '*' || first == '?' ? from : text.indexOf(first, from);
        return found < 0 ? text.length() : found;
    }

    private static boolean matchesOne(char wanted, char found) {
        return wanted == '?' || wanted == found;
    }

    private boolean onlyStarsFrom(int at) {
        for (int i = at; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '*') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
