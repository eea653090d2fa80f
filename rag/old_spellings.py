"""Places of China as older and other official spellings have them, by the pinyin that stands in dictionaries.

The Chinese ones are the Postal Romanisation of the Imperial Postal Joint-Session Conference (Shanghai, 1906), the Taiwanese ones the
official English names of counties and cities, in Wade–Giles without its marks (Ministry of the Interior), where pinyin differs from them.
"""

_POSTAL = """
canton guangzhou, tientsin tianjin, hangchow hangzhou, soochow suzhou, foochow fuzhou, swatow shantou, mukden shenyang, sian xian,
tsinan jinan, kirin jilin, chekiang zhejiang, fukien fujian, kansu gansu, honan henan, hopeh hebei, hopei hebei, chihli zhili,
hupeh hubei, kiangsu jiangsu, kiangsi jiangxi, shantung shandong, shensi shaanxi, shansi shanxi, sinkiang xinjiang, tsinghai
qinghai, kweichow guizhou, szechwan sichuan, szechuan sichuan, kwangtung guangdong, kwangsi guangxi, heilungkiang heilongjiang,
dairen dalian, chefoo yantai, lanchow lanzhou, sining xining, chengtu chengdu, kweiyang guiyang, hofei hefei, shihkiachwang
shijiazhuang, chengchow zhengzhou, wusih wuxi, ningpo ningbo, wenchow wenzhou, chinkiang zhenjiang, yangchow yangzhou, süchow
xuzhou, hsuchow xuzhou, kiukiang jiujiang, kweilin guilin, amoy xiamen, nanking nanjing, peking beijing, tsingtao qingdao,
chungking chongqing, hankow hankou, ichang yichang, luchow luzhou, tatung datong, paotow baotou, tangshan tangshan, chuchow
zhuzhou, changchow changzhou, chüanchow quanzhou, chuanchow quanzhou, kashgar kashi
"""
_TAIWAN = """
kaohsiung gaoxiong, taichung taizhong, hsinchu xinzhu, chiayi jiayi, hualien hualian, pingtung pingdong, changhua zhanghua, keelung jilong,
kinmen jinmen, taitung taidong, taipei taibei, tamsui danshui, lienchiang lianjiang
"""
PINYIN = dict(pair.split() for pair in f"{_POSTAL},{_TAIWAN}".replace("\n", " ").split(",") if pair.strip())
