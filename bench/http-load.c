// Asks a server for answers over keep-alive connections and checks each; costs a fraction of what it measures.
//
//   http-load <requests> <host> <port> <connections> <seconds> closed|open|flood [requests a second]
//
// closed: each connection asks again as soon as it is answered. open: requests fall due at a steady rate, and their time
// counts from when they were due, sent or not. flood: the same, but what finds no free connection is not sent, and time
// counts from when it was sent. A while goes by before anything counts.
//
// It takes a core of its own and never sleeps, so that no server pays for waking it: the faster would pay less.
//
// The file holds for each request "<bytes of it> <bytes of the body of its answer>\n" and then both; an answer of no
// bytes is not compared. Prints one line of JSON, times in milliseconds.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER_BYTES 65536

typedef struct { char *request, *answer; size_t requestBytes, answerBytes; } Exchange;
typedef struct { int socket, exchange; double since; size_t bytes; char buffer[BUFFER_BYTES]; } Connection;
typedef struct { double *times; size_t count, room; } Times;

static Exchange *exchanges;
static size_t exchangeCount, next;
static Times served, refused;
static size_t wrong, unsent;
static double countFrom, endAt;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static void fail(const char *message) {
  fprintf(stderr, "%s: %s\n", message, strerror(errno));
  exit(1);
}

static void readExchanges(const char *path) {
  FILE *file = fopen(path, "rb");
  size_t requestBytes, answerBytes;
  if (file == NULL) fail(path);
  while (fscanf(file, "%zu %zu", &requestBytes, &answerBytes) == 2) {
    Exchange one = {malloc(requestBytes), malloc(answerBytes + 1), requestBytes, answerBytes};
    fgetc(file);
    if (fread(one.request, 1, requestBytes, file) + fread(one.answer, 1, answerBytes, file) != requestBytes + answerBytes)
      fail(path);
    exchanges = realloc(exchanges, (exchangeCount + 1) * sizeof one);
    exchanges[exchangeCount++] = one;
  }
  fclose(file);
}

static void note(Times *times, double seconds) {
  if (times->count == times->room) {
    times->room = times->room * 2 + 65536;
    times->times = realloc(times->times, times->room * sizeof *times->times);
  }
  times->times[times->count++] = seconds;
}

static int compareTimes(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double quantile(const Times *times, double share) {
  size_t at = times->count * share;
  if (times->count == 0) return 0;
  return 1000 * times->times[at < times->count ? at : times->count - 1];
}

static void openConnection(Connection *connection, const char *host, int port, int poll) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  int yes = 1;
  inet_pton(AF_INET, host, &address.sin_addr);
  connection->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
  setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  fcntl(connection->socket, F_SETFL, O_NONBLOCK);
  if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &event) != 0) fail("epoll_ctl");
}

static void sendNext(Connection *connection, double since) {
  Exchange *exchange = &exchanges[next % exchangeCount];
  connection->exchange = next++ % exchangeCount;
  connection->since = since;
  connection->bytes = 0;
  if (write(connection->socket, exchange->request, exchange->requestBytes) != (ssize_t)exchange->requestBytes)
    fail("write");
}

/** Counts an answer that is whole; 0 while it is not. */
static int takeAnswer(Connection *connection) {
  ssize_t bytes = read(connection->socket, connection->buffer + connection->bytes, BUFFER_BYTES - 1 - connection->bytes);
  if (bytes < 0 && errno == EAGAIN) return 0;
  if (bytes <= 0) fail("read");
  connection->bytes += bytes;
  connection->buffer[connection->bytes] = 0;
  char *body = strstr(connection->buffer, "\r\n\r\n");
  if (body == NULL) return 0;
  char *field = strcasestr(connection->buffer, "\r\ncontent-length:");
  if (field == NULL || field > body) fail("expected a Content-Length, got none");
  size_t length = strtoul(field + 17, NULL, 10);
  body += 4;
  if (connection->buffer + connection->bytes < body + length) return 0;
  double time = now();
  Exchange *exchange = &exchanges[connection->exchange];
  int status = atoi(connection->buffer + 9);
  int same = exchange->answerBytes == 0 || (length == exchange->answerBytes && memcmp(body, exchange->answer, length) == 0);
  if (status == 429) {
    if (time > countFrom) note(&refused, time - connection->since);
  } else if (status != 200 || !same) wrong++;
  else if (time > countFrom) note(&served, time - connection->since);
  return 1;
}

int main(int count, char **arguments) {
  if (count < 7) return 2;
  int connectionCount = atoi(arguments[4]);
  double seconds = atof(arguments[5]);
  char mode = arguments[6][0];
  double rate = count > 7 ? atof(arguments[7]) : 0;
  int poll = epoll_create1(0), freeCount = 0;
  Connection *connections = calloc(connectionCount, sizeof *connections);
  Connection **freeOnes = calloc(connectionCount, sizeof *freeOnes);
  struct epoll_event *events = calloc(connectionCount, sizeof *events);
  readExchanges(arguments[1]);
  double startedAt = now();
  countFrom = startedAt + (seconds < 4 ? seconds / 4 : 1);
  endAt = countFrom + seconds;
  for (int k = 0; k < connectionCount; k++) {
    openConnection(&connections[k], arguments[2], atoi(arguments[3]), poll);
    if (mode == 'c') sendNext(&connections[k], now());
    else freeOnes[freeCount++] = &connections[k];
  }
  double due = now();
  while (now() < endAt) {
    if (mode != 'c') {
      double time = now();
      for (; due <= time && (freeCount > 0 || mode == 'f'); due += 1 / rate) {
        if (freeCount > 0) sendNext(freeOnes[--freeCount], mode == 'f' ? now() : due);
        else if (time > countFrom) unsent++;
      }
    }
    int ready = epoll_wait(poll, events, connectionCount, 0);
    for (int k = 0; k < ready; k++) {
      Connection *connection = events[k].data.ptr;
      if (!takeAnswer(connection)) continue;
      if (mode == 'c') sendNext(connection, now());
      else freeOnes[freeCount++] = connection;
    }
  }
  qsort(served.times, served.count, sizeof(double), compareTimes);
  qsort(refused.times, refused.count, sizeof(double), compareTimes);
  printf("{\"perSecond\":%.0f,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"refusedPerSecond\":%.0f,\"refusedP99\":%.3f,"
         "\"unsentPerSecond\":%.0f,\"wrong\":%zu}\n",
         served.count / seconds, quantile(&served, 0.5), quantile(&served, 0.99), quantile(&served, 0.999),
         refused.count / seconds, quantile(&refused, 0.99), unsent / seconds, wrong);
  return 0;
}
