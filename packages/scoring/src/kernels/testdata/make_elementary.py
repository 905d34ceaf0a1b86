"""Prints elementary.txt with mpmath: function, bits of the arguments, bits of the correctly rounded answer."""

import random
import struct

from mpmath import mp, mpf

mp.prec = 400


def bits(x):
    return struct.pack(">d", x).hex()


def show(name, x, y, answer):
    print(name, bits(x), bits(y), bits(float(answer)))


def main():
    random.seed(5)
    logs = [1.0, 5e-324, 1.7e308, 0.5, 1 - 2.0**-53, 1 + 2.0**-52, 2.0**-1022, 3.0]
    logs += [2.0 ** random.gauss(0, scale) for scale in (300, 5, 0.01) for _ in range(40)]
    for x in logs:
        show("log", x, 0.0, mp.log(mpf(x)))
    powers = [(134217729.0, 2.0), (3.0, 33.0), (1 + 2.0**-26, 2.0), (4.0, 0.5), (2.0, -1074.0), (2.0, 0.25), (0.1, 300.0)]
    powers += [(7.0, 1e-300), (1 + 2.0**-52, 1e17), (5e-324, 0.5), (1.7e308, -0.3), (94906267.0, 2.0)]
    powers += [(2.0 ** random.gauss(0, 3), random.gauss(0, 3)) for _ in range(100)]
    for x, y in powers:
        show("pow", x, y, mp.power(mpf(x), mpf(y)))


main()
