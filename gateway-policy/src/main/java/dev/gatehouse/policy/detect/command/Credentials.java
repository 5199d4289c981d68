package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What reads or prints what opens something. */
final class Credentials {
    private static final List<String> NAMED =
            List.of("password", "passwd", "secret", "token", "api_key", "apikey", "private key", "credential");

    private Credentials() {}

    static boolean is(Simple command, List<Simple> all) {
        boolean isMetadata = command.words().stream()
                .anyMatch(word -> word.contains("169.254.169.254")
                        || word.contains("169.254.170.2")
                        || word.contains("metadata.google.internal"));
        boolean isRead = command.redirects().stream()
                .anyMatch(from -> from.sign().equals("<") && Paths.isCredential(from.target()));
        return isMetadata
                || isRead
                || reads(command, all)
                || keeper(command)
                || switch (command.program()) {
                    case "printenv" -> command.operands().stream().anyMatch(Credentials::isNamed);
                    case "echo", "printf" -> command.operands().stream().anyMatch(Paths::isSecretVariable);
                    case "grep", "rg", "egrep" -> isSearch(command, all);
                    case "gh" -> command.has("auth") && command.has("token");
                    case "gcloud" ->
                        (command.has("auth") && command.operands().stream().anyMatch(word -> word.startsWith("print-")))
                                || (command.has("secrets") && command.has("access"));
                    case "aws" ->
                        command.has("get-secret-value", "get-session-token", "export-credentials", "get-login-password")
                                || command.has("--with-decryption")
                                || (isNamed(command.line()) && command.has("configure"));
                    case "az" -> command.has("get-access-token") || (command.has("secret") && command.has("show"));
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

    /** Programs that keep secrets, or guess them. */
    private static boolean keeper(Simple command) {
        return switch (command.program()) {
            case "john", "hashcat", "unshadow", "mimikatz" -> true;
            case "tcpdump" -> command.hasLetter('A') || command.hasLetter('w') || command.hasLetter('X');
            case "terraform", "tofu" -> (command.has("state") && command.has("pull")) || command.has("-raw");
            case "docker", "podman" ->
                command.has("exec")
                        && List.of("env", "printenv").contains(command.words().getLast());
            case "getent" -> command.operands().stream().limit(1).anyMatch(name -> name.endsWith("shadow"));
            case "secret-tool" -> command.has("lookup", "search");
            case "heroku" -> command.operands().stream().anyMatch(word -> word.startsWith("config"));
            case "doppler" -> command.has("secrets") && command.has("download", "get");
            case "npm" -> command.has("get") && command.line().contains("_authToken");
            case "git" -> command.has("credential") && command.has("fill");
            case "cmdkey" -> command.has("/list");
            case "reg" -> command.has("save", "export") && command.line().matches("(?i).*(sam|security|system).*");
            case "ssh-keygen" ->
                command.has("-p", "-y") && command.arguments().stream().anyMatch(Paths::isCredential);
            case "openssl" ->
                command.has("rsa", "pkey", "ec", "pkcs12")
                        && command.arguments().stream().anyMatch(Paths::isCredential);
            default -> false;
        };
    }

    private static boolean reads(Simple command, List<Simple> all) {
        boolean isReader = Programs.READERS.contains(command.program());
        boolean isScript = Programs.INTERPRETERS.contains(command.program())
                && (command.line().contains("open(") || command.program().endsWith("awk"));
        return (isReader && sources(command).stream().anyMatch(Paths::isCredential))
                || (isReader && readsGiven(command, all))
                || (isScript && Paths.isCredential(command.line()));
    }

    /** What is read: of a copy all but the last. */
    private static List<String> sources(Simple command) {
        List<String> operands = command.operands();
        boolean isCopy = Set.of("cp", "mv", "install", "rsync", "scp").contains(command.program());
        return isCopy && operands.size() > 1 ? operands.subList(0, operands.size() - 1) : operands;
    }

    /** {@code for f in ~/.ssh/id_*; do cat "$f"; done}, {@code find … -name '*.pem' | xargs cat}. */
    private static boolean readsGiven(Simple command, List<Simple> all) {
        boolean isPrinter = Set.of(
                        "cat", "less", "more", "head", "tail", "base64", "cp", "tar", "zip", "strings", "grep")
                .contains(command.program());
        boolean isVariable = command.operands().stream().anyMatch(word -> word.startsWith("$"));
        boolean isFound = isPrinter && command.isFed();
        return (isVariable || isFound)
                && all.stream()
                        .filter(other -> (isVariable && other.program().equals("for"))
                                || (isFound
                                        && other.program().equals("find")
                                        && other.pipeline() == command.pipeline()))
                        .anyMatch(other -> other.words().stream().anyMatch(Paths::isCredential));
    }

    /** {@code env | grep SECRET}, or looking for private keys in whole trees outside of the project. */
    private static boolean isSearch(Simple command, List<Simple> all) {
        boolean isOfEnvironment = command.isFed()
                && all.stream()
                        .anyMatch(other -> other.pipeline() == command.pipeline()
                                && (other.program().equals("env")
                                        || other.program().equals("printenv")
                                        || other.has("inspect")));
        boolean isOfKeys = command.line().contains("PRIVATE KEY")
                && command.operands().stream().anyMatch(word -> word.startsWith("/") || word.startsWith("~"));
        boolean isOfTrees = isNamed(command.line().replace("AKIA", "token"))
                && (command.hasLetter('r') || command.hasLetter('R'))
                && command.operands().stream().skip(1).anyMatch(word -> word.startsWith("/") || word.startsWith("~"));
        return isOfKeys || isOfTrees || (isOfEnvironment && isNamed(command.line()));
    }

    private static boolean isNamed(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return NAMED.stream().anyMatch(lower::contains);
    }
}
