package dev.gatehouse.policy.detect.command;

import java.util.List;

/** Files that are sent by HTTP: {@code -d @file}, {@code -F x=@file}, {@code -T file}, {@code --post-file=file}. */
final class Uploads {
    private Uploads() {}

    static boolean is(Simple command, List<Simple> all) {
        List<String> words = command.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String before = i == 0 ? "" : words.get(i - 1);
            if (isFile(file(word, before), all)) {
                return true;
            }
        }
        return false;
    }

    /** The name of the file that this word uploads, or the empty text. */
    private static String file(String word, String before) {
        boolean isWhole = before.equals("--upload-file") || before.matches("-[a-zA-Z]{0,4}T");
        if (isWhole) {
            return word;
        }
        if (word.startsWith("--post-file=") || word.startsWith("--body-file=")) {
            return word.substring(word.indexOf('=') + 1);
        }
        int at = word.indexOf('@');
        boolean isField = before.startsWith("-") || at == 0;
        return at >= 0 && isField && !word.contains("://")
                ? word.substring(at + 1).split(";", 2)[0]
                : "";
    }

    private static boolean mentions(Simple command, String file) {
        return command.words().contains(file)
                || command.redirects().stream().anyMatch(to -> to.target().equals(file));
    }

    private static boolean isFile(String file, List<Simple> all) {
        boolean isGiven = file.startsWith("$") || file.equals("{}");
        boolean isMade = file.startsWith("/tmp/") || file.startsWith("/dev/shm/");
        return !file.isEmpty()
                && (Paths.isPrivate(file)
                        || (isMade
                                && all.stream()
                                        .filter(other -> mentions(other, file))
                                        .anyMatch(Exfiltration::isSource))
                        || (isGiven
                                && all.stream()
                                        .anyMatch(
                                                other -> other.words().stream().anyMatch(Paths::isPrivate))));
    }
}
