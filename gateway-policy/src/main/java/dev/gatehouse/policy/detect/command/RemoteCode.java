package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What runs code that came from elsewhere or in disguise, or hands a shell to somebody elsewhere. */
final class RemoteCode {
    private static final Set<String> UNPACKERS =
            Set.of("base64", "xxd", "openssl", "gunzip", "zcat", "unzip", "uudecode", "base32", "rev", "tr");
    private static final List<String> SCRIPTED = List.of(
            "socket", "fsockopen", "urlopen", "downloadstring", "invoke-webrequest", "requests.get", "http.get");
    private static final List<String> RUNNING =
            List.of("exec", "subprocess", "system(", "popen", "iex", "eval", "/bin/sh", "spawn");

    private RemoteCode() {}

    static boolean is(Simple command, List<Simple> all) {
        return runsWhatItIsFed(command, all)
                || runsWhatItMakes(command)
                || handsShell(command)
                || runsDownload(command, all)
                || scripted(command, all)
                || installs(command);
    }

    /** {@code curl … | sh}; a shell that is fed anything else than fixed text is no better. */
    private static boolean runsWhatItIsFed(Simple command, List<Simple> all) {
        boolean isShell = Unwrapped.isShell(command) || Programs.INTERPRETERS.contains(command.program());
        boolean isBare = command.operands().isEmpty() || command.operands().equals(List.of("-"));
        return isShell
                && isBare
                && command.isFed()
                && !command.has("-c", "-e")
                && all.stream().anyMatch(other -> other.pipeline() == command.pipeline() && !other.equals(command));
    }

    /** {@code eval "$(curl …)"}, {@code bash <(curl …)}, {@code sh -c "$(wget …)"}. */
    private static boolean runsWhatItMakes(Simple command) {
        boolean isRunner = Unwrapped.isShell(command)
                || Set.of("eval", "source", ".").contains(command.program())
                || command.program().startsWith("$(");
        return isRunner
                && command.words().stream()
                        .anyMatch(word -> (word.contains("$(") || word.contains("<(")) && fetches(word));
    }

    private static boolean fetches(String word) {
        return Programs.FETCHERS.stream().anyMatch(word::contains)
                || UNPACKERS.stream().anyMatch(word::contains);
    }

    private static boolean handsShell(Simple command) {
        boolean isSocket =
                command.redirects().stream().anyMatch(to -> to.target().startsWith("/dev/tcp/"))
                        && (Unwrapped.isShell(command)
                                || command.words().isEmpty()
                                || command.program().equals("exec"));
        boolean isInteractive = Unwrapped.isShell(command) && command.has("-i") && command.isFed();
        boolean isGiven = switch (command.program()) {
            case "nc", "ncat", "netcat" -> command.has("-e", "-c", "--exec", "--sh-exec");
            case "socat" -> command.line().toUpperCase(Locale.ROOT).contains("EXEC:");
            default -> false;
        };
        return isSocket || isInteractive || isGiven;
    }

    private static boolean runsDownload(Simple command, List<Simple> all) {
        String path = command.words().isEmpty() ? "" : command.words().getFirst();
        return path.indexOf('/') >= 0
                && all.stream()
                        .filter(other -> Programs.FETCHERS.contains(other.program()))
                        .anyMatch(other -> other.words().contains(path));
    }

    private static boolean scripted(Simple command, List<Simple> all) {
        if (!Programs.INTERPRETERS.contains(command.program())
                && !command.program().equals("iex")) {
            return false;
        }
        String line = command.line().toLowerCase(Locale.ROOT);
        boolean isEncoded = command.has("-enc", "-e", "-EncodedCommand", "-ec")
                && command.program().startsWith("p")
                && !command.program().equals("perl");
        boolean isFetched = command.program().equals("iex")
                && all.stream().anyMatch(other -> Set.of("irm", "iwr").contains(other.program()));
        return isFetched
                || (isEncoded
                        && !command.program().startsWith("python")
                        && !command.program().equals("php"))
                || (SCRIPTED.stream().anyMatch(line::contains)
                        && RUNNING.stream().anyMatch(line::contains));
    }

    private static boolean installs(Simple command) {
        boolean isElsewhere = command.operands().stream()
                .anyMatch(word ->
                        word.startsWith("http://") || word.startsWith("https://") || word.startsWith("git+http"));
        return isElsewhere
                && switch (command.program()) {
                    case "pip", "pip3" -> command.has("install");
                    case "npx", "crontab" -> true;
                    case "kubectl" -> command.has("apply", "create") && command.has("-f");
                    default -> false;
                };
    }
}
