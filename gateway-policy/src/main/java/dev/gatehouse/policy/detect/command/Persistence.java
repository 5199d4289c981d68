package dev.gatehouse.policy.detect.command;

/** What makes something run later, or lets somebody in again. */
final class Persistence {
    private Persistence() {}

    static boolean is(Simple command) {
        boolean isWritten = command.redirects().stream()
                .anyMatch(to -> to.isOutput()
                        && !command.words().isEmpty()
                        && !command.program().equals(":")
                        && Paths.isStartup(to.target()));
        return isWritten
                || switch (command.program()) {
                    case "crontab" ->
                        !command.has("-l", "-r") && !command.arguments().isEmpty();
                    case "tee", "install" -> command.operands().stream().anyMatch(Paths::isStartup);
                    case "cp", "mv", "ln" ->
                        command.operands().size() > 1
                                && Paths.isStartup(command.words().getLast());
                    case "sed" ->
                        command.has("-i") && command.operands().stream().anyMatch(Paths::isStartup);
                    case "systemctl" -> command.has("enable", "link");
                    case "launchctl" -> command.has("load", "bootstrap", "submit");
                    case "at", "batch" ->
                        (command.isFed() || !command.arguments().isEmpty()) && !command.has("-l");
                    case "curl", "wget" -> storesAt(command);
                    case "systemd-run" -> command.arguments().stream().anyMatch(word -> word.startsWith("--on-"));
                    case "update-rc.d", "chkconfig" -> command.has("defaults", "enable", "--add", "on");
                    case "loginctl" -> command.has("enable-linger");
                    case "defaults" -> command.has("write") && command.line().contains("Hook");
                    case "npm" -> command.has("config") && command.has("script-shell", "node-options");
                    case "osascript" -> command.line().contains("login item");
                    case "net" -> command.has("user") && command.has("/add");
                    case "dscl" -> command.has("-create") && command.line().contains("/Users/");
                    case "sc" -> command.has("create");
                    case "new-service", "register-scheduledtask", "new-scheduledtask" -> true;
                    case "copy", "copy-item", "move-item", "set-itemproperty", "new-itemproperty" ->
                        command.arguments().stream().anyMatch(Paths::isStartup);
                    case "useradd", "adduser", "chpasswd", "passwd" -> !command.has("--help", "-S", "--status");
                    case "ssh-copy-id" -> true;
                    case "git" -> configures(command);
                    case "schtasks" -> command.has("/create", "/Create", "/CREATE");
                    case "reg" -> command.has("add") && command.line().contains("Run");
                    default -> false;
                };
    }

    private static boolean storesAt(Simple fetcher) {
        int out = Math.max(fetcher.words().indexOf("-o"), fetcher.words().indexOf("-O"));
        return out > 0
                && out + 1 < fetcher.words().size()
                && Paths.isStartup(fetcher.words().get(out + 1));
    }

    /** Where hooks are, and other names for programs. */
    private static boolean configures(Simple git) {
        boolean isAlias = git.operands().stream().anyMatch(word -> word.startsWith("alias."))
                && git.operands().stream().anyMatch(word -> word.startsWith("!"));
        return git.has("config") && (isAlias || git.operands().contains("core.hooksPath"));
    }
}
