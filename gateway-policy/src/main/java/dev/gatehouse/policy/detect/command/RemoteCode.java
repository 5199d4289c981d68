package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What runs code that came from elsewhere or in disguise, or hands a shell to somebody elsewhere. */
final class RemoteCode {
    private static final Set<String> UNPACKERS = Set.of(
            "base64",
            "xxd",
            "openssl",
            "gunzip",
            "zcat",
            "unzip",
            "uudecode",
            "base32",
            "rev",
            "tr",
            "printf \\",
            "printf '\\");
    private static final List<String> SCRIPTED = List.of(
            "socket",
            "fsockopen",
            "urlopen",
            "downloadstring",
            "downloadfile",
            "invoke-webrequest",
            "invoke-restmethod",
            "iwr ",
            "irm ",
            "requests.get",
            "http.get",
            "uri.open",
            "file_get_contents(",
            "b64decode",
            "frombase64",
            "'base64'",
            "require(\"http",
            "require('http",
            "pack(",
            "unhexlify",
            "/inet/");
    private static final List<String> RUNNING =
            List.of("exec", "subprocess", "system(", "popen", "iex", "eval", "/bin/sh", "spawn", "scriptblock", "|&");
    private static final Set<String> NETWORK = Set.of("nc", "ncat", "netcat", "telnet", "openssl", "socat");

    private static final Set<String> SOURCES = Set.of("source", ".");
    private static final List<String> SCRATCH = List.of("/tmp/", "/var/tmp/", "/dev/shm/");

    private RemoteCode() {}

    static boolean is(Simple command, List<Simple> all) {
        return runsWhatItIsFed(command, all)
                || runsWhatItMakes(command)
                || handsShell(command, all)
                || runsDownload(command, all)
                || scripted(command, all)
                || isHiddenProgram(command)
                || Installs.is(command);
    }

    /** {@code curl … | sh}; a shell that is fed anything else than fixed text is no better. */
    private static boolean runsWhatItIsFed(Simple command, List<Simple> all) {
        boolean isShell = isRunner(command);
        boolean isBare = command.operands().isEmpty() || command.operands().equals(List.of("-"));
        return isShell
                && isBare
                && command.isFed()
                && !command.has("-c", "-e")
                && all.stream().anyMatch(other -> other.pipeline() == command.pipeline() && !other.equals(command));
    }

    /** {@code /tmp/.x}: nobody builds there what does not want to be seen. */
    private static boolean isHiddenProgram(Simple command) {
        String path = command.words().isEmpty() ? "" : command.words().getFirst();
        return SCRATCH.stream().anyMatch(path::startsWith) && path.startsWith(".", path.lastIndexOf('/') + 1);
    }

    private static boolean isRunner(Simple command) {
        return Unwrapped.isShell(command)
                || Programs.INTERPRETERS.contains(command.program())
                || SOURCES.contains(command.program());
    }

    /** {@code eval "$(curl …)"}, {@code bash <(curl …)}, {@code sh -c "$(wget …)"}, {@code sh <<< "$(…)"}. */
    private static boolean runsWhatItMakes(Simple command) {
        boolean isMade = command.program().equals("eval")
                || (!command.words().isEmpty() && command.words().getFirst().startsWith("$("));
        return (isMade || isRunner(command))
                && (command.words().stream().anyMatch(RemoteCode::isMadeElsewhere)
                        || command.redirects().stream().anyMatch(from -> isMadeElsewhere(from.target())));
    }

    private static boolean isMadeElsewhere(String word) {
        return (word.contains("$(") || word.contains("<("))
                && (Programs.FETCHERS.stream().anyMatch(word::contains)
                        || UNPACKERS.stream().anyMatch(word::contains));
    }

    private static boolean handsShell(Simple command, List<Simple> all) {
        boolean isSocket = command.redirects().stream()
                        .anyMatch(to -> to.target().startsWith("/dev/tcp/")
                                || to.target().startsWith("/dev/udp/"))
                && (Unwrapped.isShell(command)
                        || command.words().isEmpty()
                        || command.program().equals("exec"));
        boolean isInteractive = Unwrapped.isShell(command) && command.has("-i") && command.isFed();
        boolean isGiven = switch (command.program()) {
            case "nc", "ncat", "netcat" -> command.has("-e", "-c", "--exec", "--sh-exec");
            case "socat" -> command.line().toUpperCase(Locale.ROOT).contains("EXEC:");
            default -> false;
        };
        return isSocket || isInteractive || isGiven || isFedByShell(command, all);
    }

    private static boolean isFedByShell(Simple command, List<Simple> all) {
        return command.isFed()
                && NETWORK.contains(command.program())
                && all.stream()
                        .anyMatch(other ->
                                other.pipeline() == command.pipeline() && Unwrapped.isShell(other) && !other.has("-c"));
    }

    /** What was fetched into a file, and then is run, read by an interpreter or by the shell itself. */
    private static boolean runsDownload(Simple command, List<Simple> all) {
        String first = command.words().isEmpty() ? "" : command.words().getFirst();
        boolean isReader = isRunner(command) && !command.operands().isEmpty();
        String run = isReader ? command.operands().getFirst() : first;
        boolean isFile = isReader || run.indexOf('/') >= 0 || run.endsWith(".exe");
        return isFile
                && all.stream()
                        .filter(other -> Programs.FETCHERS.contains(other.program()) || Installs.fetches(other))
                        .filter(other -> !other.equals(command))
                        .anyMatch(other -> other.words().contains(run) || isSavedAs(other, run));
    }

    /** Without a name a file is called what its address ends in. */
    private static boolean isSavedAs(Simple fetcher, String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return !name.isEmpty()
                && fetcher.arguments().stream().anyMatch(word -> word.contains("://") && word.endsWith("/" + name));
    }

    private static boolean scripted(Simple command, List<Simple> all) {
        if (!Programs.INTERPRETERS.contains(command.program())
                && !command.program().equals("iex")) {
            return false;
        }
        String line = command.line().toLowerCase(Locale.ROOT);
        boolean isPowerShell = Set.of("powershell", "pwsh").contains(command.program());
        boolean isEncoded = isPowerShell && command.arguments().stream().anyMatch(RemoteCode::isEncoding);
        boolean isFetched = (command.program().equals("iex") || (isPowerShell && line.contains("iex")))
                && all.stream().anyMatch(other -> Set.of("irm", "iwr").contains(other.program()));
        return isFetched
                || isEncoded
                || (SCRIPTED.stream().anyMatch(line::contains)
                        && RUNNING.stream().anyMatch(line::contains));
    }

    /** PowerShell takes any beginning of {@code -EncodedCommand}. */
    private static boolean isEncoding(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return name.equals("-ec") || (name.length() > 1 && "-encodedcommand".startsWith(name));
    }
}
