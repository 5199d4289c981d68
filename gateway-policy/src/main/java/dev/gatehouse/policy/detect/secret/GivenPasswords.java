package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.List;

/** Passwords that stand behind words which are no name of theirs: in commands, in SQL, in a sentence. */
final class GivenPasswords {
    private static final int CONFIDENCE = 86;
    private static final int VALUE_MAX_CHARS = 128;

    private GivenPasswords() {}

    static List<Trigger> triggers() {
        return List.of(
                new Trigger("identified by ", GivenPasswords::look),
                new Trigger("sshpass -p", GivenPasswords::look),
                new Trigger("curl -u ", GivenPasswords::lookBehindUser),
                new Trigger("password is ", GivenPasswords::lookInSentence));
    }

    private static void look(Text text, int from, String word, Sightings sightings) {
        int begin = begin(text, from + word.length());
        judge(text, begin, end(text, begin), sightings);
    }

    private static void lookBehindUser(Text text, int from, String word, Sightings sightings) {
        int begin = begin(text, from + word.length());
        int end = end(text, begin);
        int colon = text.slice(begin, end).indexOf(':');
        if (colon >= 0) {
            judge(text, begin + colon + 1, end, sightings);
        }
    }

    /** Much else stands behind these words: only letters of both cases with digits, and nothing that joins words. */
    private static void lookInSentence(Text text, int from, String word, Sightings sightings) {
        int begin = begin(text, from + word.length());
        int end = end(text, begin);
        String value = text.slice(begin, end);
        boolean isMixed = value.chars().anyMatch(Character::isUpperCase)
                && value.chars().anyMatch(Character::isLowerCase)
                && value.chars().anyMatch(Character::isDigit);
        if (isMixed && value.indexOf('-') < 0) {
            judge(text, begin, end, sightings);
        }
    }

    private static int begin(Text text, int from) {
        int at = from;
        while (at - from < 4 && " '\"".indexOf(text.peek(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int end(Text text, int from) {
        int at = from;
        while (at < text.length() && at - from < VALUE_MAX_CHARS && " '\"\n;,)".indexOf(text.at(at)) < 0) {
            at++;
        }
        return at;
    }

    private static void judge(Text text, int from, int to, Sightings sightings) {
        String value = text.slice(from, to);
        if (Randomness.isPassword(value) && !Placeholders.isOne(value)) {
            sightings.add(NamedSecrets.PASSWORD, CONFIDENCE, from, to);
        }
    }
}
