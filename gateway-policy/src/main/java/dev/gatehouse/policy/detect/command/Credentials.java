package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;

/** What reads or prints what opens something. */
final class Credentials {
    private static final List<String> NAMED =
            List.of("password", "passwd", "secret", "token", "api_key", "apikey", "private key", "credential");

    private Credentials() {}

    static boolean is(Simple command, List<Simple> all) {
        boolean isMetadata = command.words().stream()
                .anyMatch(word -> word.contains("169.254.169.254") || word.contains("metadata.google.internal"));
        boolean isRead = command.redirects().stream()
                .anyMatch(from -> from.sign().equals("<") && Paths.isCredential(from.target()));
        return isMetadata
                || isRead
                || reads(command)
                || switch (command.program()) {
                    case "printenv" -> command.operands().stream().anyMatch(Credentials::isNamed);
                    case "echo", "printf" -> command.operands().stream().anyMatch(Paths::isSecretVariable);
                    case "grep", "rg", "egrep" -> isSearch(command, all);
                    case "gh" -> command.has("auth") && command.has("token");
                    case "gcloud" ->
                        command.has("auth") && command.operands().stream().anyMatch(word -> word.startsWith("print-"));
                    case "aws" ->
                        command.has("get-secret-value", "get-session-token", "export-credentials")
                                || (isNamed(command.line()) && command.has("configure"));
                    case "vault" -> command.has("kv", "read") && !command.has("list");
                    case "kubectl" ->
                        command.has("get")
                                && command.operands().stream().anyMatch(word -> word.startsWith("secret"))
                                && command.has("-o", "-ojson", "-oyaml", "--output");
                    case "security" ->
                        command.operands().stream()
                                .anyMatch(word -> word.startsWith("find-") || word.startsWith("dump-"));
                    case "gpg" -> command.has("--export-secret-keys", "--export-secret-subkeys");
                    case "pass", "op", "bw" -> command.has("show", "read", "get");
                    default -> false;
                };
    }

    private static boolean reads(Simple command) {
        boolean isReader = Programs.READERS.contains(command.program());
        boolean isScript = Programs.INTERPRETERS.contains(command.program())
                && command.line().contains("open(");
        return (isReader && command.operands().stream().anyMatch(Paths::isCredential))
                || (isScript && Paths.isCredential(command.line()));
    }

    /** {@code env | grep SECRET}, or looking for private keys in whole trees outside of the project. */
    private static boolean isSearch(Simple command, List<Simple> all) {
        boolean isOfEnvironment = command.isFed()
                && all.stream()
                        .anyMatch(other -> other.pipeline() == command.pipeline()
                                && (other.program().equals("env")
                                        || other.program().equals("printenv")));
        boolean isOfKeys = command.line().contains("PRIVATE KEY")
                && command.operands().stream().anyMatch(word -> word.startsWith("/") || word.startsWith("~"));
        return isOfKeys || (isOfEnvironment && isNamed(command.line()));
    }

    private static boolean isNamed(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return NAMED.stream().anyMatch(lower::contains);
    }
}
