package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;

/**
 * One simple command (POSIX XCU 2.9.1): its words without their quotes, and where its input and output go.
 *
 * @param pipeline the same for all commands that are joined by {@code |}
 * @param isFed whether it reads from a pipe
 */
record Simple(List<String> words, List<Redirect> redirects, int pipeline, boolean isFed) {
    /** @param sign such as {@code >>} */
    record Redirect(String sign, String target) {
        boolean isOutput() {
            return sign.indexOf('>') >= 0;
        }
    }

    Simple {
        words = List.copyOf(words);
        redirects = List.copyOf(redirects);
    }

    /** The name of the program without its directory, in small letters and without {@code .exe}; empty when there is none. */
    String program() {
        if (words.isEmpty()) {
            return "";
        }
        String first = words.getFirst();
        String name = first.substring(first.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
    }

    List<String> arguments() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }

    Simple from(int word) {
        return new Simple(words.subList(word, words.size()), redirects, pipeline, isFed);
    }

    boolean has(String... options) {
        return arguments().stream().anyMatch(List.of(options)::contains);
    }

    /** Whether an option of one letter is among those that stand together, as in {@code -rf}. */
    boolean hasLetter(char letter) {
        return arguments().stream()
                .anyMatch(word -> word.length() > 1
                        && word.charAt(0) == '-'
                        && word.charAt(1) != '-'
                        && word.indexOf(letter) > 0);
    }

    /** The arguments that are no options. */
    List<String> operands() {
        return arguments().stream()
                .filter(word -> !word.startsWith("-") || word.equals("-"))
                .toList();
    }

    /** All of it as text, for looking for what has no grammar. */
    String line() {
        return String.join(" ", words);
    }
}
