package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Ascii;
import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds personal data in one pass: what a number, a word of capitals, an {@code @} or a {@code +} may begin. */
public final class PersonalData implements Detector {
    private static final Ascii WORD = Ascii.of(c -> isWord((char) c));
    /** Where none of what is looked for begins. */
    private static final Ascii DULL = Ascii.of(c -> !isWord((char) c) && "@+(".indexOf(c) < 0);

    private final Set<String> types = new TreeSet<>(Set.of(
            Cards.TYPE,
            Ibans.TYPE,
            Emails.TYPE,
            Phones.TYPE,
            Health.TYPE,
            LetteredIdentities.NINO,
            LetteredIdentities.DNI,
            LetteredIdentities.CODICE));

    public PersonalData() {
        Identities.KINDS.forEach(kind -> types.add(kind.type()));
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Trigger> triggers() {
        return Health.triggers();
    }

    @Override
    public void look(Text text, Sightings sightings) {
        for (int at = text.after(DULL, 0); at < text.length(); at = text.after(DULL, at)) {
            char c = text.at(at);
            if (c == '@') {
                Emails.look(text, at, sightings);
                at++;
            } else if (c == '+' && Phones.international(text, at, sightings)) {
                at = Digits.read(text, at + 1).to() + 1;
            } else if (c == '(' && Phones.bracketed(text, at, sightings)) {
                at += 10;
            } else if (isWord(c)) {
                at = word(text, at, sightings);
            } else {
                at++;
            }
        }
    }

    /** Looks at what begins with a word or a number; returns the place after it. */
    private static int word(Text text, int from, Sightings sightings) {
        if (Digits.isDigit(text.at(from))) {
            return number(text, from, sightings);
        }
        boolean isKnown = Ibans.look(text, from, sightings);
        if (!isKnown && isUpper(text.at(from))) {
            LetteredIdentities.look(text, from, sightings);
        }
        return text.after(WORD, from);
    }

    private static int number(Text text, int from, Sightings sightings) {
        Digits number = Digits.read(text, from);
        boolean goesOn = isWord(text.peek(number.to())) || hasLetter(text, number);
        if (!goesOn && text.peek(from - 1) != '+') {
            boolean isKnown = Cards.look(text, number, sightings) || Identities.look(text, number, sightings);
            if (!isKnown) {
                Phones.national(text, number, sightings);
            }
        } else if (LetteredIdentities.dni(text, from, sightings)
                || LetteredIdentities.corsican(text, from, sightings)) {
            return text.after(WORD, number.to());
        }
        return goesOn ? text.after(WORD, number.to()) : number.to();
    }

    /** {@code 12345678-Z}: a letter of its own behind a hyphen. */
    private static boolean hasLetter(Text text, Digits number) {
        int to = number.to();
        return text.peek(to) == '-' && isUpper(text.peek(to + 1)) && !isWord(text.peek(to + 2));
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isWord(char c) {
        return isUpper(c) || (c >= 'a' && c <= 'z') || Digits.isDigit(c) || c == '_';
    }
}
