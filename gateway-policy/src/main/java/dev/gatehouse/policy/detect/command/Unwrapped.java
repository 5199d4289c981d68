package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands of a text without what only wraps them: assignments, {@code nohup}, {@code xargs}, {@code sh -c}. */
final class Unwrapped {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "ash", "fish");
    private static final Set<String> WRAPPERS = Set.of(
            "env", "nohup", "time", "nice", "ionice", "command", "builtin", "exec", "setsid", "stdbuf", "timeout",
            "xargs", "busybox", "then", "do", "else", "if", "while", "until", "!", "{");
    private static final Set<String> ROOT = Set.of("sudo", "doas");
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
            int first = firstOperand(bare);
            if (first < bare.words().size()) {
                unwrap(bare.from(first), depth + 1);
            }
        } else if (bare.program().equals("eval")) {
            read(String.join(" ", bare.arguments()), depth + 1);
        } else if (isShell(bare)) {
            int given = bare.words().indexOf("-c");
            if (given > 0 && given + 1 < bare.words().size()) {
                read(bare.words().get(given + 1), depth + 1);
            }
        } else if (bare.program().equals("find")) {
            found(bare, depth);
        }
    }

    private void found(Simple find, int depth) {
        int exec = Math.max(find.words().indexOf("-exec"), find.words().indexOf("-execdir"));
        if (exec > 0 && exec + 1 < find.words().size()) {
            List<String> run =
                    new ArrayList<>(find.words().subList(exec + 1, find.words().size()));
            run.replaceAll(word ->
                    word.equals("{}") && find.words().size() > 1 ? find.words().get(1) : word);
            run.removeIf(word -> word.equals(";") || word.equals("+"));
            unwrap(new Simple(run, List.of(), find.pipeline(), false), depth + 1);
        }
    }

    private static Simple bare(Simple command) {
        Simple bare = command;
        for (int turn = 0; turn < DEPTH_MAX && !bare.words().isEmpty(); turn++) {
            String first = bare.words().getFirst();
            if (isAssignment(first)) {
                bare = bare.from(1);
            } else if (WRAPPERS.contains(bare.program()) && bare.words().size() > 1) {
                bare = bare.from(firstOperand(bare));
            } else {
                return bare;
            }
        }
        return bare;
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && word.substring(0, equals).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    /** After the options and numbers of a wrapper, and the values of those that have one. */
    private static int firstOperand(Simple wrapper) {
        int at = 1;
        while (at < wrapper.words().size()) {
            String word = wrapper.words().get(at);
            boolean isOption = word.startsWith("-")
                    || (!word.isEmpty() && word.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == 's'));
            if (!isOption) {
                return at;
            }
            boolean takesValue = word.equals("-u") || word.equals("-I") || word.equals("-n");
            at += takesValue ? 2 : 1;
        }
        return at;
    }
}
