/* What would be left after a power cut. Loaded before a program (LD_PRELOAD), it keeps beside a watched folder a
 * shadow that holds only what was made to last: the bytes of a file as they were at its last fsync or fdatasync,
 * and the names of a folder as they were at its last fsync. A rename, a new name, a removal that no fsync of the
 * folder followed never happened; a name whose file was never synced leads to an empty file.
 *
 * SERVANDA_POWER_ROOT    the watched folder (a whole path)
 * SERVANDA_POWER_SHADOW  the shadow: data/KEY holds bytes, names/PATH a list "f KEY NAME" or "d - NAME"
 *
 * What lies in the folder when a program begins counts as synced. A file is known by inode and time of birth, so
 * that an inode that is used again is another file. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[PATH_MAX], shadow[PATH_MAX];

static void die(const char *what) {
    fprintf(stderr, "power.c: %s: %s\n", what, strerror(errno));
    _exit(99);
}

static int key_of(int at, const char *path, int flags, char *key, size_t room, int *is_folder) {
    struct statx about;
    if (statx(at, path, flags, STATX_INO | STATX_BTIME | STATX_TYPE, &about) != 0) return -1;
    *is_folder = S_ISDIR(about.stx_mode);
    snprintf(key, room, "%llu-%lld.%u", (unsigned long long)about.stx_ino, (long long)about.stx_btime.tv_sec, about.stx_btime.tv_nsec);
    return 0;
}

/* Writes beside and renames, so that the shadow itself is whole whenever the program dies. */
static void copy_in(int from, const char *key) {
    char to[PATH_MAX + 128], part[PATH_MAX + 160];
    snprintf(to, sizeof to, "%s/data/%s", shadow, key);
    snprintf(part, sizeof part, "%s.part", to);
    int out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) die(part);
    char bytes[65536];
    off_t at = 0;
    for (;;) {
        ssize_t got = pread(from, bytes, sizeof bytes, at);
        if (got < 0) die("read");
        if (got == 0) break;
        if (write(out, bytes, got) != got) die("write");
        at += got;
    }
    close(out);
    if (rename(part, to) != 0) die("rename");
}

static void list_name(const char *folder, char *name, size_t room) {
    snprintf(name, room, "%s/names/root%s", shadow, folder + strlen(root));
    for (char *c = name + strlen(shadow) + 7; *c; c++) if (*c == '/') *c = '%';
}

static void sync_folder(const char *folder) {
    char name[PATH_MAX + 128], part[PATH_MAX + 160];
    list_name(folder, name, sizeof name);
    snprintf(part, sizeof part, "%s.part", name);
    FILE *out = fopen(part, "w");
    DIR *in = opendir(folder);
    if (!out || !in) die(folder);
    struct dirent *entry;
    while ((entry = readdir(in))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char key[128];
        int is_folder;
        if (key_of(dirfd(in), entry->d_name, AT_SYMLINK_NOFOLLOW, key, sizeof key, &is_folder) != 0) continue;
        fprintf(out, "%c %s %s\n", is_folder ? 'd' : 'f', is_folder ? "-" : key, entry->d_name);
    }
    closedir(in);
    fclose(out);
    if (rename(part, name) != 0) die("rename");
}

/* Everything that lies there counts as synced. */
static void take_over(const char *folder) {
    sync_folder(folder);
    DIR *in = opendir(folder);
    if (!in) die(folder);
    struct dirent *entry;
    while ((entry = readdir(in))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char path[PATH_MAX], key[128];
        int is_folder;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (key_of(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, key, sizeof key, &is_folder) != 0) die(path);
        if (is_folder) {
            take_over(path);
        } else {
            int file = open(path, O_RDONLY);
            if (file < 0) die(path);
            copy_in(file, key);
            close(file);
        }
    }
    closedir(in);
}

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("SERVANDA_POWER_ROOT"), *kept = getenv("SERVANDA_POWER_SHADOW");
    if (!watched || !kept) return;
    char path[PATH_MAX];
    snprintf(shadow, sizeof shadow, "%s", kept);
    snprintf(root, sizeof root, "%s", watched);
    mkdir(shadow, 0700);
    snprintf(path, sizeof path, "%s/data", kept);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/names", kept);
    mkdir(path, 0700);
    take_over(root);
}

static void synced(int file) {
    if (!root[0]) return;
    char link[64], path[PATH_MAX], key[128];
    int is_folder;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t long_ = readlink(link, path, sizeof path - 1);
    if (long_ < 0) return;
    path[long_] = 0;
    size_t below = strlen(root);
    if (strncmp(path, root, below) != 0 || (path[below] && path[below] != '/')) return;
    if (key_of(file, "", AT_EMPTY_PATH, key, sizeof key, &is_folder) != 0) return;
    if (is_folder) {
        sync_folder(path);
        return;
    }
    int again = open(link, O_RDONLY);
    if (again < 0) return;
    copy_in(again, key);
    close(again);
}

int fsync(int file) {
    synced(file);
    return 0;
}

int fdatasync(int file) {
    synced(file);
    return 0;
}
