package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a text without what only wraps them: assignments, {@code nohup}, {@code xargs}, {@code sh -c}, {@code ssh}. */
final class Unwrapped {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "ash", "fish");
    private static final Set<String> WRAPPERS = Set.of(
            "env",
            "nohup",
            "time",
            "nice",
            "ionice",
            "command",
            "builtin",
            "exec",
            "setsid",
            "stdbuf",
            "timeout",
            "xargs",
            "busybox",
            "parallel",
            "watch",
            "strace",
            "then",
            "do",
            "else",
            "if",
            "while",
            "until",
            "!",
            "{");
    private static final Set<String> ROOT = Set.of("sudo", "doas");
    private static final Set<String> CONTAINERS =
            Set.of("docker", "podman", "nerdctl", "kubectl", "oc", "docker-compose");
    /** Options of wrappers that have a value of their own. */
    private static final Set<String> VALUED = Set.of(
            "-u",
            "-I",
            "-n",
            "-P",
            "-L",
            "-a",
            "-d",
            "-p",
            "-i",
            "-l",
            "-o",
            "-J",
            "-F",
            "-w",
            "-e",
            "-c",
            "--user",
            "--workdir",
            "--container",
            "--namespace",
            "--env",
            "-s");

    private static final Pattern CALLS = Pattern.compile("system|popen|subprocess|exec|spawn");
    private static final Pattern STRINGS = Pattern.compile("'([^']{3,500})'|\"([^\"]{3,500})\"");
    /** Of what stands for a file; what is longer stays as it is. */
    private static final int NAME_MAX_CHARS = 128;
    /** Wrapped in wrapped. */
    private static final int DEPTH_MAX = 6;

    private final List<Simple> all = new ArrayList<>();

    private Unwrapped() {}

    static List<Simple> of(String text) {
        Unwrapped unwrapped = new Unwrapped();
        unwrapped.read(text, 0);
        return unwrapped.all;
    }

    static boolean isShell(Simple command) {
        return SHELLS.contains(command.program());
    }

    private void read(String text, int depth) {
        if (depth <= DEPTH_MAX) {
            Shell.read(text).forEach(command -> unwrap(command, depth));
        }
    }

    private void unwrap(Simple command, int depth) {
        Simple bare = bare(command);
        all.add(bare);
        if (depth == DEPTH_MAX) {
            return;
        }
        if (ROOT.contains(bare.program())) {
            int first = firstOperand(bare, 1);
            if (first < bare.words().size()) {
                unwrap(bare.from(first), depth + 1);
            }
        } else if (isShell(bare)) {
            given(bare, depth);
        } else if (CONTAINERS.contains(bare.program())) {
            inContainer(bare, depth);
        } else {
            switch (bare.program()) {
                case "eval", "iex" -> read(String.join(" ", bare.arguments()), depth + 1);
                case "ssh" -> behind(bare, firstOperand(bare, firstOperand(bare, 1) + 1), depth);
                case "su", "runuser", "script", "powershell", "pwsh", "cmd" -> given(bare, depth);
                case "find" -> found(bare, depth);
                default -> scripted(bare, depth);
            }
        }
    }

    /** {@code -c 'text'}, also among other letters, and what stands in a here-document or here-string. */
    private void given(Simple shell, int depth) {
        for (int i = 1; i + 1 < shell.words().size(); i++) {
            String option = shell.words().get(i);
            boolean isCommand = option.matches("-[a-zA-Z]{0,4}c|-[cC]ommand|/[cC]");
            if (isCommand) {
                boolean isOneWord = isShell(shell)
                        || shell.program().equals("su")
                        || shell.program().equals("runuser");
                List<String> rest = shell.words()
                        .subList(i + 1, isOneWord ? i + 2 : shell.words().size());
                read(String.join(" ", rest), depth + 1);
                return;
            }
        }
        shell.redirects().stream()
                .filter(from -> from.sign().startsWith("<<"))
                .forEach(from -> read(from.target(), depth + 1));
    }

    /** {@code python3 -c "os.system('…')"}: what a script gives a shell to run. */
    private void scripted(Simple command, int depth) {
        if (!Programs.INTERPRETERS.contains(command.program())
                || command.words().size() < 3) {
            return;
        }
        String script = command.words().getLast();
        if (CALLS.matcher(script).find()) {
            Matcher strings = STRINGS.matcher(script);
            while (strings.find()) {
                read(strings.group(1) != null ? strings.group(1) : strings.group(2), depth + 1);
            }
        }
    }

    /** {@code ssh host rm x}: another shell reads the words again. */
    private void behind(Simple wrapper, int from, int depth) {
        if (from < wrapper.words().size()) {
            read(String.join(" ", wrapper.words().subList(from, wrapper.words().size())), depth + 1);
        }
    }

    private void inContainer(Simple command, int depth) {
        int exec = command.words().indexOf("exec");
        if (exec > 0) {
            int mark = command.words().indexOf("--");
            int first = mark > 0 ? mark + 1 : firstOperand(command, exec + 1) + 1;
            if (first < command.words().size()) {
                unwrap(command.from(first), depth + 1);
            }
        }
    }

    private void found(Simple find, int depth) {
        int exec = Math.max(find.words().indexOf("-exec"), find.words().indexOf("-execdir"));
        if (exec > 0 && exec + 1 < find.words().size()) {
            List<String> run =
                    new ArrayList<>(find.words().subList(exec + 1, find.words().size()));
            String place = place(find);
            run.replaceAll(word -> word.length() <= NAME_MAX_CHARS ? word.replace("{}", place) : word);
            run.removeIf(word -> word.equals(";") || word.equals("+"));
            unwrap(new Simple(run, List.of(), find.pipeline(), false), depth + 1);
        }
    }

    /** Where it looks, and below a place of the caller's own only what it looks for. */
    private static String place(Simple find) {
        String given = find.words().get(1);
        String root = given.substring(0, Math.min(given.length(), NAME_MAX_CHARS));
        int name = find.words().indexOf("-name") + 1;
        boolean isOwn = !root.startsWith("/") && !root.startsWith("~") && !root.startsWith("$");
        boolean isNamed = name > 0 && name < find.words().size();
        return isNamed && (isOwn || Paths.isCredential(find.words().get(name)))
                ? root + "/" + find.words().get(name)
                : root;
    }

    private static Simple bare(Simple command) {
        Simple bare = command;
        for (int turn = 0; turn < DEPTH_MAX && !bare.words().isEmpty(); turn++) {
            String first = bare.words().getFirst();
            if (isAssignment(first)) {
                bare = bare.from(1);
            } else if (bare.has("-m")
                    && Programs.INTERPRETERS.contains(bare.program())
                    && bare.words().size() > 2) {
                bare = bare.from(bare.words().indexOf("-m") + 1);
            } else if (isQuestion(bare)) {
                return bare;
            } else if (WRAPPERS.contains(bare.program()) && bare.words().size() > 1) {
                bare = bare.from(firstOperand(bare, 1));
            } else {
                return bare;
            }
        }
        return bare;
    }

    /** {@code command -v sudo}: whether there is such a program. */
    private static boolean isQuestion(Simple command) {
        return command.program().equals("command") && command.has("-v", "-V");
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && word.substring(0, equals).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    /** After the options and numbers of a wrapper, and the values of those that have one. */
    private static int firstOperand(Simple wrapper, int from) {
        int at = from;
        while (at < wrapper.words().size()) {
            String word = wrapper.words().get(at);
            boolean isOption = word.startsWith("-")
                    || (!word.isEmpty() && word.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == 's'));
            if (!isOption) {
                return at;
            }
            at += VALUED.contains(word) ? 2 : 1;
        }
        // The last option may wait for a value that nobody wrote.
        return wrapper.words().size();
    }
}
