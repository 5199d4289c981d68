package dev.gatehouse.policy.detect.command;

/** Programs that make a disk forget what is on it. */
final class Disks {
    private Disks() {}

    static boolean isLost(Simple command) {
        return switch (command.program()) {
            case "blkdiscard", "format-volume", "clear-disk" -> true;
            case "sgdisk" -> command.has("--zap-all", "-Z", "--clear", "-o");
            case "sfdisk" -> command.has("--delete") || command.isFed();
            case "parted" -> command.has("mklabel", "mktable", "rm");
            case "mdadm" -> command.has("--zero-superblock");
            case "cryptsetup" -> command.has("luksErase", "luksFormat", "erase");
            case "vssadmin" -> command.has("delete");
            default -> false;
        };
    }
}
