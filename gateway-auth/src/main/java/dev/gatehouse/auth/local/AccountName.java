package dev.gatehouse.auth.local;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The user name of a local account, in lower case: it has one spelling. */
record AccountName(String value) {
    static final int CHARS_MAX = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0," + (CHARS_MAX - 1) + "}");

    static Optional<AccountName> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return FORM.matcher(lower).matches() ? Optional.of(new AccountName(lower)) : Optional.empty();
    }
}
