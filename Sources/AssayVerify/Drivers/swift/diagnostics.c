// Prints serialized diagnostics (.dia) of swift-frontend and clang as JSON Lines.
//
// The format has one maintained reader, libclang; its few declarations stand here because toolchains
// ship the library without its header (clang-c/CXDiagnostic.h, clang-c/CXString.h).
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct { const void *data; unsigned flags; } CXString;
typedef struct { const void *data[2]; unsigned value; } CXSourceLocation;
typedef struct { const void *data[2]; unsigned begin, end; } CXSourceRange;
typedef void *CXDiagnostic, *CXDiagnosticSet, *CXFile;

CXDiagnosticSet clang_loadDiagnostics(const char *, int *error, CXString *message);
unsigned clang_getNumDiagnosticsInSet(CXDiagnosticSet);
CXDiagnostic clang_getDiagnosticInSet(CXDiagnosticSet, unsigned);
CXDiagnosticSet clang_getChildDiagnostics(CXDiagnostic);
int clang_getDiagnosticSeverity(CXDiagnostic);
CXSourceLocation clang_getDiagnosticLocation(CXDiagnostic);
CXString clang_getDiagnosticSpelling(CXDiagnostic);
CXString clang_getDiagnosticOption(CXDiagnostic, CXString *disable);
CXString clang_getDiagnosticCategoryText(CXDiagnostic);
unsigned clang_getDiagnosticNumFixIts(CXDiagnostic);
CXString clang_getDiagnosticFixIt(CXDiagnostic, unsigned, CXSourceRange *);
CXSourceLocation clang_getRangeStart(CXSourceRange), clang_getRangeEnd(CXSourceRange);
void clang_getFileLocation(CXSourceLocation, CXFile *, unsigned *line, unsigned *column, unsigned *offset);
CXString clang_getFileName(CXFile);
const char *clang_getCString(CXString);

static void text(const char *name, CXString value) {
    const char *bytes = clang_getCString(value);
    printf("\"%s\":\"", name);
    for (const unsigned char *at = (const unsigned char *)(bytes ? bytes : ""); *at; at++) {
        if (*at == '"' || *at == '\\') printf("\\%c", *at);
        else if (*at < 32) printf("\\u%04x", *at);
        else putchar(*at);
    }
    putchar('"');
}

static void place(CXSourceLocation location) {
    CXFile file = NULL;
    unsigned line = 0, column = 0, offset = 0;
    clang_getFileLocation(location, &file, &line, &column, &offset);
    if (file) {
        putchar(',');
        text("path", clang_getFileName(file));
        printf(",\"line\":%u,\"column\":%u", line, column);
    }
}

static void diagnostic(CXDiagnostic item) {
    printf("{\"severity\":%d,", clang_getDiagnosticSeverity(item));
    text("message", clang_getDiagnosticSpelling(item));
    putchar(',');
    text("option", clang_getDiagnosticOption(item, NULL));
    putchar(',');
    text("category", clang_getDiagnosticCategoryText(item));
    place(clang_getDiagnosticLocation(item));
    printf(",\"fixes\":[");
    unsigned fixes = clang_getDiagnosticNumFixIts(item);
    for (unsigned index = 0; index < fixes; index++) {
        CXSourceRange range;
        if (index) putchar(',');
        putchar('{');
        text("text", clang_getDiagnosticFixIt(item, index, &range));
        place(clang_getRangeStart(range));
        CXFile file = NULL;
        unsigned line = 0, column = 0, offset = 0;
        clang_getFileLocation(clang_getRangeEnd(range), &file, &line, &column, &offset);
        if (file) printf(",\"endLine\":%u,\"endColumn\":%u", line, column);
        putchar('}');
    }
    printf("],\"notes\":[");
    CXDiagnosticSet notes = clang_getChildDiagnostics(item);
    unsigned count = clang_getNumDiagnosticsInSet(notes);
    for (unsigned index = 0; index < count; index++) {
        if (index) putchar(',');
        diagnostic(clang_getDiagnosticInSet(notes, index));
    }
    printf("]}");
}

int main(int count, char **paths) {
    int status = 0;
    for (int index = 1; index < count; index++) {
        int error = 0;
        CXString message;
        CXDiagnosticSet set = clang_loadDiagnostics(paths[index], &error, &message);
        if (!set) {
            fprintf(stderr, "%s: %s\n", paths[index], clang_getCString(message));
            status = 1;
            continue;
        }
        unsigned found = clang_getNumDiagnosticsInSet(set);
        for (unsigned at = 0; at < found; at++) {
            diagnostic(clang_getDiagnosticInSet(set, at));
            putchar('\n');
        }
    }
    return status;
}
