package dev.gatehouse.policy.detect.command;

import java.util.List;

/** What sends something away that should stay: in one command, or in a pipeline that ends in one that sends. */
final class Exfiltration {
    private Exfiltration() {}

    static boolean is(Simple command, List<Simple> all) {
        if (command.redirects().stream()
                .anyMatch(to -> to.isOutput() && to.target().startsWith("/dev/tcp/"))) {
            return command.words().stream().anyMatch(Paths::isPrivate);
        }
        if (Programs.INTERPRETERS.contains(command.program())) {
            String line = command.line();
            return line.contains("os.environ") && (line.contains("post(") || line.contains("urlopen("));
        }
        if (command.program().equals("aws") || command.program().equals("gsutil")) {
            return command.has("cp", "sync", "mv")
                    && command.operands().stream().anyMatch(Paths::isCredential);
        }
        if (command.program().equals("git")) {
            return command.has("push")
                    && command.has("--all", "--mirror")
                    && command.line().contains("://");
        }
        return Programs.SENDERS.contains(command.program()) && (sends(command) || isFedPrivate(command, all));
    }

    private static boolean sends(Simple command) {
        boolean isFromFile = command.redirects().stream()
                .anyMatch(from -> from.sign().equals("<") && Paths.isPrivate(from.target()));
        return isFromFile
                || switch (command.program()) {
                    case "curl", "wget", "http", "https" -> uploads(command) || spells(command);
                    case "scp", "rsync", "sftp" ->
                        command.operands().stream().anyMatch(Paths::isPrivate)
                                && command.line().contains(":");
                    case "dig", "nslookup", "host" -> command.line().contains("$(");
                    case "socat" -> command.words().stream().anyMatch(word -> word.startsWith("FILE:"));
                    default -> false;
                };
    }

    /** {@code -d @file}, {@code -F x=@file}, {@code -T file}, {@code --post-file=file}. */
    private static boolean uploads(Simple command) {
        List<String> words = command.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String before = i == 0 ? "" : words.get(i - 1);
            int file = word.indexOf('@');
            boolean isUpload = before.equals("-T") || before.equals("--upload-file");
            if ((isUpload && Paths.isPrivate(word))
                    || (word.startsWith("--post-file=") && Paths.isPrivate(word.substring(12)))
                    || (file >= 0 && before.startsWith("-") && isKeyFile(word.substring(file + 1)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKeyFile(String file) {
        return Paths.isPrivate(file.split(";", 2)[0]);
    }

    /** Something secret is put into the address or a header. */
    private static boolean spells(Simple command) {
        return command.words().stream().anyMatch(word -> {
            boolean isMade = word.contains("$(");
            boolean isToken = Paths.isSecretVariable(word) && word.contains("://");
            return isToken
                    || (isMade && (word.contains("$(cat ") || word.contains("$(env") || word.contains("$(printenv")));
        });
    }

    private static boolean isFedPrivate(Simple command, List<Simple> all) {
        return command.isFed()
                && all.stream()
                        .filter(other -> other.pipeline() == command.pipeline())
                        .takeWhile(other -> !other.equals(command))
                        .anyMatch(Exfiltration::isSource);
    }

    private static boolean isSource(Simple command) {
        return Programs.DUMPS.contains(command.program())
                || command.words().stream().anyMatch(Paths::isPrivate)
                || command.words().stream().anyMatch(Paths::isSecretVariable);
    }
}
