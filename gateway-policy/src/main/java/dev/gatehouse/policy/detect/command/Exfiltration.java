package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What sends something away that should stay: in one command, or in a pipeline that ends in one that sends. */
final class Exfiltration {
    private static final List<String> SENDING =
            List.of("post(", "urlopen(", "->post", ".get('http", ".get(\"http", "fetch(", "http.request", "sendall(");
    private static final List<String> PRIVATE =
            List.of("os.environ", "process.env", "/etc/", "~/.", ".ssh", "/home/", "/root/", ".env", "%env");

    private Exfiltration() {}

    static boolean is(Simple command, List<Simple> all) {
        if (command.redirects().stream().anyMatch(Exfiltration::isSocket)) {
            return command.words().stream().anyMatch(Paths::isPrivate);
        }
        if (Programs.INTERPRETERS.contains(command.program())) {
            String line = command.line();
            return SENDING.stream().anyMatch(line::contains) && PRIVATE.stream().anyMatch(line::contains);
        }
        return switch (command.program()) {
            case "aws", "gsutil", "az", "rclone" -> stores(command);
            case "git" -> pushesAll(command, all);
            case "gh" -> command.has("gist") && command.operands().stream().anyMatch(Paths::isPrivate);
            default ->
                Programs.SENDERS.contains(command.program()) && (sends(command, all) || isFedPrivate(command, all));
        };
    }

    private static boolean isSocket(Simple.Redirect to) {
        return to.isOutput()
                && (to.target().startsWith("/dev/tcp/") || to.target().startsWith("/dev/udp/"));
    }

    /** Into storage that may be somebody else's. */
    private static boolean stores(Simple command) {
        return command.has("cp", "sync", "mv", "copy", "upload", "rsync")
                && (command.arguments().stream().anyMatch(Paths::isPrivate) || command.has("public-read"));
    }

    private static boolean pushesAll(Simple push, List<Simple> all) {
        return push.has("push")
                && push.has("--all", "--mirror")
                && (push.line().contains("://")
                        || all.stream()
                                .anyMatch(other ->
                                        other.has("remote") && other.line().contains("://")));
    }

    private static boolean sends(Simple command, List<Simple> all) {
        boolean isFromFile = command.redirects().stream()
                .anyMatch(from -> from.sign().equals("<") && Paths.isPrivate(from.target()));
        return isFromFile
                || switch (command.program()) {
                    case "curl", "wget", "http", "https" -> Uploads.is(command, all) || spells(command);
                    case "invoke-webrequest", "invoke-restmethod", "iwr", "irm" ->
                        command.has("-InFile", "-infile") || command.line().contains("Get-Content");
                    case "scp", "rsync" ->
                        command.operands().stream().anyMatch(Paths::isPrivate)
                                && command.line().contains(":");
                    case "sftp" ->
                        command.operands().stream().anyMatch(Paths::isPrivate)
                                || command.redirects().stream()
                                        .anyMatch(from -> from.target().contains("put "));
                    case "mail", "mutt", "sendmail" ->
                        command.operands().stream().anyMatch(Paths::isPrivate);
                    case "dig", "nslookup", "host", "ping" -> command.line().contains("$(") || asksGiven(command, all);
                    case "socat" -> command.words().stream().anyMatch(word -> word.startsWith("FILE:"));
                    default -> false;
                };
    }

    /** {@code for b in $(xxd -p .env); do dig $b.example; done}. */
    private static boolean asksGiven(Simple command, List<Simple> all) {
        return command.operands().stream().anyMatch(word -> word.startsWith("$"))
                && all.stream().anyMatch(other -> other.words().stream().anyMatch(Paths::isPrivate));
    }

    /** Something secret is put into the address, a header or a field. */
    private static boolean spells(Simple command) {
        return command.words().stream().anyMatch(word -> {
            boolean isToken = Paths.isSecretVariable(word) && word.contains("://");
            return isToken
                    || (word.contains("$(")
                            && Set.of(
                                            "$(cat ",
                                            "$(env",
                                            "$(printenv",
                                            "$(base64 ",
                                            "$(head ",
                                            "$(xxd ",
                                            "$(gzip ",
                                            "$(tar ",
                                            "; cat ")
                                    .stream()
                                    .anyMatch(word::contains));
        });
    }

    private static boolean isFedPrivate(Simple command, List<Simple> all) {
        boolean isFirst = command.isFed() && isFirst(command, all);
        return command.isFed()
                && all.stream()
                        .filter(other -> isFirst || other.pipeline() == command.pipeline())
                        .takeWhile(other -> !other.equals(command))
                        .anyMatch(Exfiltration::isSource);
    }

    /** Whether nothing of its pipeline stands before it: then a group in brackets does. */
    private static boolean isFirst(Simple command, List<Simple> all) {
        return all.stream()
                .filter(other -> other.pipeline() == command.pipeline())
                .findFirst()
                .equals(Optional.of(command));
    }

    static boolean isSource(Simple command) {
        boolean isDump = Programs.DUMPS.contains(command.program())
                || command.has(".dump")
                || command.has("bundle")
                || command.arguments().stream()
                        .anyMatch(word -> word.startsWith("if=") && Paths.isDisk(word.substring(3)))
                || (command.has("save", "cp") && Set.of("docker", "podman").contains(command.program()))
                || (command.has("get") && command.operands().stream().anyMatch(word -> word.startsWith("secret")));
        return isDump
                || command.words().stream().anyMatch(Paths::isPrivate)
                || command.words().stream().anyMatch(Paths::isSecretVariable);
    }
}
