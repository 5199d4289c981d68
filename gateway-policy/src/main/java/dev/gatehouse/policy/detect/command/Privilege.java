package dev.gatehouse.policy.detect.command;

import java.util.Set;

/** What asks for more rights than the caller has, or gives them away. */
final class Privilege {
    private static final Set<String> GROUPS =
            Set.of("sudo", "wheel", "docker", "root", "admin", "adm", "lxd", "disk", "shadow");

    private Privilege() {}

    static boolean is(Simple command) {
        boolean isSudoers = command.redirects().stream()
                .anyMatch(to -> to.isOutput() && to.target().startsWith("/etc/sudoers"));
        return isSudoers
                || switch (command.program()) {
                    case "sudo", "doas", "pkexec", "su", "runas" -> !command.has("--help", "--version", "-V");
                    case "visudo", "nsenter", "insmod", "modprobe", "setcap" -> true;
                    case "tee" -> command.operands().stream().anyMatch(path -> path.startsWith("/etc/sudoers"));
                    case "chmod" -> opens(command);
                    case "usermod", "gpasswd" -> command.arguments().stream().anyMatch(GROUPS::contains);
                    case "docker", "podman" -> escapes(command);
                    case "kubectl" -> command.has("create") && command.has("clusterrolebinding", "rolebinding");
                    case "aws" ->
                        command.has("iam")
                                && command.operands().stream()
                                        .anyMatch(word -> word.startsWith("attach-")
                                                || word.startsWith("put-")
                                                || word.startsWith("create-"));
                    case "gcloud" -> command.operands().stream().anyMatch(word -> word.endsWith("iam-policy-binding"));
                    case "mount" -> command.line().contains("remount");
                    case "sysctl" -> command.has("-w");
                    default -> false;
                };
    }

    /** The set-user-ID bit, or writing for everybody where the system lives. */
    private static boolean opens(Simple command) {
        String mode = command.operands().isEmpty() ? "" : command.operands().getFirst();
        boolean isOctal = mode.chars().allMatch(c -> c >= '0' && c <= '7');
        boolean isSetId = isOctal
                ? mode.length() == 4 && mode.charAt(0) >= '2'
                : mode.indexOf('+') >= 0 && mode.indexOf('s', mode.indexOf('+')) > 0;
        boolean isOpen = Set.of("777", "0777", "a+rwx", "o+w").contains(mode);
        return isSetId || (isOpen && command.operands().stream().skip(1).anyMatch(Paths::isSystem));
    }

    private static boolean escapes(Simple command) {
        return command.has("run", "create", "exec")
                && command.arguments().stream()
                        .anyMatch(word -> word.equals("--privileged")
                                || word.startsWith("/:")
                                || word.startsWith("--pid=host")
                                || word.contains("docker.sock"));
    }
}
