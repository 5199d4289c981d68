package dev.gatehouse.server.config.bind;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of something, in hundredths: {@code 80%}. */
public record Percent(int hundredths) {
    static final String REGEX = "(100|[1-9][0-9]?)%";
    private static final Pattern FORM = Pattern.compile(REGEX);

    static Optional<Percent> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Percent(Integer.parseInt(form.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return hundredths + "%";
    }
}
